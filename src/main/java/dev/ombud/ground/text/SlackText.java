package dev.ombud.ground.text;

import java.util.LinkedHashMap;
import java.util.Map;

/// Text in Slack's `mrkdwn`, which has escapes for three characters and none for those that format:
/// those become their twins, which look the same and mean nothing; so does a `>` that would quote.
/// Slack finds links, channels and people in text by itself unless a text object is `verbatim`;
/// [#object] always is. Stateless.
public final class SlackText {
  /// Of `&amp;`.
  private static final int MAX_ESCAPE_CHARS = 5;

  private SlackText() {}

  /// One line in which nothing is markup.
  public static String of(String text) {
    return XmlText.of(PlainText.inert(text).replaceFirst("^>", "›"))
        .replace('*', '∗')
        .replace('~', '∼')
        .replace('`', '\'')
        .replaceAll("(?<![\\p{L}\\p{N}])_|_(?![\\p{L}\\p{N}])", "＿");
  }

  /// The beginning of texts of [#of], with our own markup around them, that has at most so many
  /// UTF-16 code units, without half a character, half an escape or half a link.
  public static String cut(String mrkdwn, int most) {
    if (mrkdwn.length() <= most) {
      return mrkdwn;
    }
    int end = most - 1;
    int escape = mrkdwn.lastIndexOf('&', end - 1);
    if (escape >= 0 && escape > end - MAX_ESCAPE_CHARS && mrkdwn.indexOf(';', escape) >= end) {
      end = escape;
    }
    int link = mrkdwn.lastIndexOf('<', end - 1);
    if (link >= 0 && mrkdwn.indexOf('>', link) >= end) {
      end = link;
    }
    end -= end > 0 && Character.isHighSurrogate(mrkdwn.charAt(end - 1)) ? 1 : 0;
    return mrkdwn.substring(0, end) + "…";
  }

  /// A text object of Block Kit.
  ///
  /// @param mrkdwn our own markup around texts of [#of]
  public static Map<String, Object> object(String mrkdwn) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", "mrkdwn");
    object.put("text", mrkdwn);
    object.put("verbatim", true);
    return object;
  }

  /// The same for places that take plain text alone.
  public static Map<String, Object> plain(String text) {
    Map<String, Object> object = new LinkedHashMap<>();
    object.put("type", "plain_text");
    object.put("text", text);
    object.put("emoji", false);
    return object;
  }
}
