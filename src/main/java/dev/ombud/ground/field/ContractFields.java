package dev.ombud.ground.field;

import dev.ombud.ground.field.Field.FlagType;
import dev.ombud.ground.field.Field.NumberType;
import dev.ombud.ground.field.Field.Origin;
import dev.ombud.ground.field.Field.TextType;
import dev.ombud.ground.field.Field.TextsType;
import java.util.ArrayList;
import java.util.List;

/// Declares what contract 1.1 added to what a table may test, and what of contract 1.0 no field
/// had, as a part of [Vocabulary]'s list; [ContractVocabulary] names the fields. Belongs to one
/// thread.
final class ContractFields {
  private static final double MAX_NUMBER = 9_007_199_254_740_991.0;

  private final List<Field> fields = new ArrayList<>();
  private final int first;

  private ContractFields(int first) {
    this.first = first;
  }

  /// @param first the index of the first field
  static List<Field> declare(int first) {
    ContractFields all = new ContractFields(first);
    all.concluded();
    all.named();
    all.measured();
    all.surrounding();
    return List.copyOf(all.fields);
  }

  private void concluded() {
    text("upstream.severity", 64, "how severe the pipeline takes it to be, in its own words");
    text("upstream.urgency", 64, "how urgent the pipeline takes it to be, in its own words");
    text("upstream.recommendedAction", 200, "what the pipeline would do, in its own words");
  }

  private void named() {
    text("feature", 100, "the feature that the complaints name");
    text("component", 100, "the component that the complaints name");
    text("errorType", 200, "the type of error that the complaints name");
    texts("sku", 100, "the articles that the complaints name");
    text("cohort.browser", 100, "the browser");
    text("cohort.os", 100, "the operating system");
    text("cohort.fulfilmentCentre", 100, "the fulfilment centre");
    texts("cluster.subCategories", 64, "what the complaints are about, more closely");
    texts("cluster.keyPhrases", 100, "phrases that are typical of the complaints");
  }

  private void measured() {
    number("volume.total", 0, MAX_NUMBER, true, "comments", "all comments of the window");
    number(
        "volume.velocity",
        -MAX_NUMBER,
        MAX_NUMBER,
        false,
        "complaints an hour",
        "how fast they grow");
    number(
        "volume.acceleration",
        -MAX_NUMBER,
        MAX_NUMBER,
        false,
        "complaints an hour, each hour",
        "how much faster they grow each hour");
    number("sentiment.meanRating", 1, 5, false, "stars", "mean rating of the comments");
    number("volume.baselineHours", 0, 8784, false, "hours", "how long the baseline was taken over");
    number("tests.coverage", 0, 1, false, "", "share of the code that tests cover");
    number("business.adoption", 0, 1, false, "", "share of customers who use what is affected");
    number(
        "business.lifetimeValue",
        0,
        MAX_NUMBER,
        false,
        "currency units",
        "lifetime value of the customers affected");
    add(
        "tests.rollbackPlanAttached",
        new FlagType(),
        "",
        Origin.AGGREGATE,
        "whether there is a plan to roll back");
    texts("tests.fixValidatedAgainst", 1_000, "the clusters that a fix was tried against");
    add(
        "volume.sigma",
        new NumberType(-MAX_NUMBER, MAX_NUMBER, false),
        "standard deviations",
        Origin.DERIVED,
        "how far the complaints are over their baseline");
    add(
        "volume.share",
        new NumberType(0, 1, false),
        "",
        Origin.DERIVED,
        "share of all comments of the window that complain of this");
  }

  private void surrounding() {
    texts("correlation.errorCodes", 100, "error codes of the same requests");
    number(
        "order.value",
        0,
        MAX_NUMBER,
        false,
        "currency units",
        "value of the orders that are named");
    number("order.items", 0, MAX_NUMBER, true, "articles", "articles in the orders that are named");
    text("order.paymentMethod", 100, "how the orders that are named were paid");
    text("order.promotion", 100, "the promotion that the orders that are named have in common");
    texts("environment.variables", 100, "names of variables that are set in the environment");
  }

  private void text(String name, int longest, String meaning) {
    add(name, new TextType(longest), "", Origin.AGGREGATE, meaning);
  }

  private void texts(String name, int longest, String meaning) {
    add(name, new TextsType(longest), "", Origin.AGGREGATE, meaning);
  }

  private void number(
      String name, double least, double most, boolean whole, String unit, String meaning) {
    add(name, new NumberType(least, most, whole), unit, Origin.AGGREGATE, meaning);
  }

  private void add(String name, Field.Type type, String unit, Origin origin, String meaning) {
    fields.add(new Field(first + fields.size(), name, type, unit, origin, meaning));
  }
}
