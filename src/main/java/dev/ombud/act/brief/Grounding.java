package dev.ombud.act.brief;

import dev.ombud.act.brief.Material.Excerpt;
import dev.ombud.act.brief.Material.Fact;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// Whether an answer says nothing but what it was given: cited ids, numbers, names and quotations.
/// It cannot tell whether a sentence is true; it makes sure that what can be looked up was there.
/// Stateless.
final class Grounding {
  private static final int MAX_COMPLAINTS = 12;

  /// So many words in a row as a customer wrote them are a quotation, marked or not.
  private static final int QUOTED_WORDS = 8;

  private static final int SHOWN = 60;

  /// A number that begins no word; what stands behind it may be a unit.
  private static final Pattern NUMBER =
      Pattern.compile("(?<![\\p{L}\\p{N}_])(?<!\\d[.,])\\d+(?:[.,]\\d+)*");

  /// Words with digits, dots, hyphens or underscores in them: versions, flags, ids, teams.
  private static final Pattern CODE =
      Pattern.compile(
          "(?<![\\p{L}\\p{N}_./-])(?=[\\p{L}\\p{N}_./-]*[\\p{N}_./-])"
              + "\\p{L}[\\p{L}\\p{N}]*(?:[_./-][\\p{L}\\p{N}]+)*(?![\\p{L}\\p{N}_])");

  private static final Pattern VERSION =
      Pattern.compile("(?<![\\p{N}.])v?\\d+(?:\\.\\d+){2,}(?![\\p{N}])");

  private static final Pattern NAMED =
      Pattern.compile(
          "(?i)\\b(?:the\\s+)?(?:team|squad|flag|release|version|product)\\s+[`\"'“]?"
              + "([\\p{L}\\p{N}][\\p{L}\\p{N}_.-]*)");

  private static final Pattern QUOTED = Pattern.compile("[\"“”«»„]([^\"“”«»„]{12,})[\"“”«»„]");

  private static final Set<String> PLAIN_WORDS =
      Set.of(
          "a",
          "an",
          "and",
          "are",
          "as",
          "at",
          "be",
          "before",
          "behind",
          "by",
          "can",
          "candidate",
          "for",
          "from",
          "had",
          "has",
          "have",
          "in",
          "is",
          "it",
          "its",
          "lead",
          "manager",
          "must",
          "needs",
          "of",
          "off",
          "on",
          "or",
          "owner",
          "owns",
          "should",
          "so",
          "that",
          "the",
          "then",
          "this",
          "to",
          "took",
          "train",
          "was",
          "went",
          "were",
          "which",
          "will",
          "with",
          "notes",
          "again",
          "back",
          "stays",
          "until",
          "who",
          "gets",
          "owning",
          "does",
          "not",
          "under",
          "management",
          "managers",
          "goes",
          "itself",
          "may",
          "would",
          "could",
          "variation");

  private Grounding() {}

  /// What in an answer nobody supplied, each with the remedy; nothing where it holds.
  static List<String> check(Content content, Material material) {
    Set<String> complaints = new LinkedHashSet<>();
    Set<String> ids = new HashSet<>(material.excerpts().stream().map(Excerpt::id).toList());
    for (String id : content.evidence()) {
      if (!ids.contains(id)) {
        complaints.add(
            "`evidence` cites `%s`, which was not supplied: cite ids of the input alone"
                .formatted(shown(id)));
      }
    }
    if (content.evidence().isEmpty() && !ids.isEmpty()) {
      complaints.add("`evidence` cites nothing: name the ids that the brief rests on");
    }
    omissions(content, material, complaints);
    Supplied supplied = Supplied.of(material);
    for (String text : content.texts()) {
      numbers(text, supplied, complaints);
      names(text, supplied, complaints);
      quotations(text, material, complaints);
    }
    return complaints.stream().limit(MAX_COMPLAINTS).toList();
  }

  /// Notes of a release may keep nothing back: they have an item for each thing that is known.
  private static void omissions(Content content, Material material, Set<String> complaints) {
    if (material.kind() != BriefKind.RELEASE_NOTES) {
      return;
    }
    for (Form.Section section : material.kind().form().sections()) {
      int known = material.template().sections().getOrDefault(section.name(), List.of()).size();
      int said = content.sections().getOrDefault(section.name(), List.of()).size();
      if (section.isList() && said < known) {
        complaints.add(
            "`%s` has %d items and the input names %d: write one for each"
                .formatted(section.name(), said, known));
      }
    }
  }

  private static void numbers(String text, Supplied supplied, Set<String> complaints) {
    Matcher numbers = NUMBER.matcher(VERSION.matcher(text).replaceAll(" "));
    while (numbers.find()) {
      String number = numbers.group();
      if (!supplied.hasNumber(number)) {
        complaints.add(
            "the number %s stands nowhere in the input: use the numbers that are there, as they are"
                .formatted(shown(number)));
      }
    }
  }

  private static void names(String text, Supplied supplied, Set<String> complaints) {
    for (Pattern pattern : List.of(CODE, VERSION)) {
      Matcher codes = pattern.matcher(text);
      while (codes.find()) {
        String code = codes.group();
        if (isName(code) && !supplied.hasWord(code)) {
          complaints.add(unknown(code));
        }
      }
    }
    Matcher named = NAMED.matcher(text);
    while (named.find()) {
      String name = named.group(1).replaceAll("[.-]+$", "");
      if (!PLAIN_WORDS.contains(name.toLowerCase(Locale.ROOT)) && !supplied.hasWord(name)) {
        complaints.add(unknown(name));
      }
    }
  }

  /// Plain words with a hyphen or slash (`sign-in`, `and/or`) are none.
  private static boolean isName(String code) {
    return code.matches(".*[\\p{N}_.].*");
  }

  private static String unknown(String name) {
    return "`%s` was not supplied: name no product, release, flag or team but those of the input"
        .formatted(shown(name));
  }

  private static void quotations(String text, Material material, Set<String> complaints) {
    String plain = Supplied.plain(text);
    String facts =
        material.facts().stream()
            .map(fact -> Supplied.plain(fact.text()))
            .collect(Collectors.joining());
    for (Excerpt excerpt : material.excerpts()) {
      if (sharesRun(plain, Supplied.plain(excerpt.text()), facts)) {
        complaints.add(
            "it repeats `%s` word for word: say it in other words and cite the id"
                .formatted(shown(excerpt.id())));
      }
    }
    Matcher quoted = QUOTED.matcher(text);
    while (quoted.find()) {
      String words = Supplied.plain(quoted.group(1));
      boolean isThere =
          material.excerpts().stream()
              .anyMatch(excerpt -> Supplied.plain(excerpt.text()).contains(words));
      complaints.add(
          isThere
              ? "it quotes a customer: say it in other words and cite the id"
              : "it quotes what nobody wrote: leave the quotation out");
    }
  }

  /// What stands in the facts as well is no secret of a customer.
  private static boolean sharesRun(String text, String excerpt, String facts) {
    List<String> words = List.of(text.strip().split(" "));
    for (int i = 0; i + QUOTED_WORDS <= words.size(); i++) {
      String run = " " + String.join(" ", words.subList(i, i + QUOTED_WORDS)) + " ";
      if (excerpt.contains(run) && !facts.contains(run)) {
        return true;
      }
    }
    return false;
  }

  private static String shown(String text) {
    String line = text.replaceAll("[\\p{Cntrl}`]", " ");
    return line.length() <= SHOWN ? line : line.substring(0, SHOWN) + "…";
  }

  /// What was given: its words and its numbers. Texts of customers supply neither: what one of them
  /// names is not thereby known.
  private record Supplied(Set<String> words, List<BigDecimal> numbers) {
    private static final Pattern ANY_NUMBER = Pattern.compile("\\d+(?:[.,]\\d+)*");
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    static Supplied of(Material material) {
      Set<String> words = new HashSet<>();
      List<String> texts = new ArrayList<>(material.names());
      texts.add(material.product());
      texts.add(material.severity().name());
      for (Fact fact : material.facts()) {
        texts.add(fact.name());
        texts.add(fact.text());
      }
      material.template().texts().forEach(texts::add);
      material.excerpts().forEach(excerpt -> texts.add(excerpt.id() + " " + excerpt.channel()));
      List<BigDecimal> numbers = new ArrayList<>();
      for (String text : texts) {
        words(text, words);
        Matcher matcher = ANY_NUMBER.matcher(text);
        while (matcher.find()) {
          value(matcher.group()).forEach(numbers::add);
        }
      }
      return new Supplied(words, numbers);
    }

    private static void words(String text, Set<String> words) {
      for (String word : text.split("[\\s,;:()`\"'“”=]+")) {
        String bare = word.replaceAll("^[^\\p{L}\\p{N}]+|[^\\p{L}\\p{N}]+$", "");
        words.add(bare.toLowerCase(Locale.ROOT));
        for (String part : bare.split("[_/-]")) {
          words.add(part.toLowerCase(Locale.ROOT));
        }
      }
    }

    boolean hasWord(String word) {
      String bare = word.toLowerCase(Locale.ROOT);
      return words.contains(bare) || (bare.startsWith("v") && words.contains(bare.substring(1)));
    }

    /// Whether a number is there, as it is, rounded to the digits that are said, or as a percentage
    /// of a share.
    boolean hasNumber(String said) {
      for (BigDecimal value : value(said)) {
        int scale = value.scale();
        for (BigDecimal number : numbers) {
          boolean isShare = number.compareTo(BigDecimal.ONE) <= 0;
          if (isRounded(number, value, scale)
              || (isShare && isRounded(number.multiply(HUNDRED), value, scale))) {
            return true;
          }
        }
      }
      return false;
    }

    private static boolean isRounded(BigDecimal number, BigDecimal value, int scale) {
      return number.setScale(scale, RoundingMode.HALF_UP).compareTo(value) == 0;
    }

    /// What digits may mean: commas group thousands, or stand for the point.
    private static List<BigDecimal> value(String digits) {
      if (digits.matches("\\d{1,3}(,\\d{3})+(\\.\\d+)?")) {
        return List.of(new BigDecimal(digits.replace(",", "")));
      }
      if (digits.matches("\\d+([.,]\\d+)?")) {
        return List.of(new BigDecimal(digits.replace(',', '.')));
      }
      List<BigDecimal> parts = new ArrayList<>();
      for (String part : digits.split("[.,]")) {
        parts.add(new BigDecimal(part));
      }
      return parts;
    }

    static String plain(String text) {
      return " " + text.toLowerCase(Locale.ROOT).replaceAll("[^\\p{L}\\p{N}]+", " ").strip() + " ";
    }
  }
}
