package dev.ombud.act.brief;

import dev.ombud.ground.base.ErrorCode;
import dev.ombud.ground.base.ServiceException;
import dev.ombud.ground.base.TimeIds;
import dev.ombud.ground.code.Severity;
import dev.ombud.ground.database.Database;
import dev.ombud.ground.domain.Page;
import dev.ombud.ground.json.Json;
import dev.ombud.record.log.AuditEvent;
import java.time.Instant;
import java.time.LocalDate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// What people ask of briefs: to see one, to have one made, to say what they think of it.
/// Thread-safe.
public final class Briefing {
  private static final String DAY = "day";
  private static final String TEAM = "team";
  private static final String ALL_PRODUCTS = "all products";

  private final BriefStore briefs;
  private final RequestStore requests;
  private final Vault vault;
  private final TimeIds ids;

  public Briefing(Database database, Vault vault, TimeIds ids) {
    this.briefs = new BriefStore(database);
    this.requests = new RequestStore(database);
    this.vault = vault;
    this.ids = ids;
  }

  public Optional<Brief> find(UUID id) {
    return briefs.find(id);
  }

  /// Whether a brief of this id is still to be made.
  public boolean isAwaited(UUID id) {
    return requests.find(id).isPresent() && briefs.find(id).isEmpty();
  }

  /// The brief of a decision, or else the newest of its incident.
  public Optional<Brief> of(UUID decisionId, @Nullable UUID incidentId) {
    return briefs.of(decisionId, incidentId);
  }

  public Page<Brief> list(BriefQuery query) {
    return briefs.list(query);
  }

  /// What the model answered, call by call, as far as it is kept and can be read.
  public List<String> answers(UUID id) {
    return briefs.answers(id).stream().map(vault::open).flatMap(Optional::stream).toList();
  }

  /// Asks for release notes; the id that the brief will have.
  ///
  /// @param notes masked
  public UUID requestNotes(ReleaseNotes notes) {
    return request(
        BriefKind.RELEASE_NOTES,
        notes.decisionId(),
        notes.severity(),
        notes.product(),
        Optional.of(notes.view()));
  }

  /// Asks for the notes of a release from an evaluation of it; the id that they will have, or have
  /// where somebody asked for the same before.
  public UUID requestNotes(BriefRequest request, NotesRequest asked) {
    requests.add(request);
    return requests.notes(asked).orElseThrow();
  }

  /// The notes of a release that are on record, from this evaluation or one that says the same.
  public Optional<Brief> notes(NotesRequest asked) {
    return requests.notes(asked).flatMap(briefs::find);
  }

  /// Asks for the draft of a ticket; the id that it will have.
  public UUID requestTicket(UUID decisionId, Severity severity, String product) {
    return request(BriefKind.TICKET, Optional.of(decisionId), severity, product, Optional.empty());
  }

  /// Asks for the digest of a day, unless somebody did.
  ///
  /// @param day in UTC
  /// @param team whose; nothing for all
  public void requestDigest(LocalDate day, Optional<String> team) {
    Map<String, String> input = new LinkedHashMap<>();
    input.put(DAY, day.toString());
    team.ifPresent(name -> input.put(TEAM, name));
    UUID _ =
        request(BriefKind.DIGEST, Optional.empty(), Severity.P4, ALL_PRODUCTS, Optional.of(input));
  }

  /// What was asked for of a team's day.
  public Optional<BriefRequest> digest(LocalDate day, String team) {
    return requests.digest(day, team);
  }

  /// The day that a digest is asked for.
  public static LocalDate day(BriefRequest request) {
    String day = request.input().map(input -> String.valueOf(input.get(DAY))).orElseThrow();
    return LocalDate.parse(day);
  }

  /// The team whose digest it is.
  public static Optional<String> team(BriefRequest request) {
    return request
        .input()
        .flatMap(input -> Optional.ofNullable(input.get(TEAM)))
        .map(String::valueOf);
  }

  private UUID request(
      BriefKind kind,
      Optional<UUID> decisionId,
      Severity severity,
      String product,
      Optional<Map<?, ?>> input) {
    UUID id = ids.next();
    Instant at = Instant.ofEpochMilli(TimeIds.millisOf(id));
    // What comes back from the database compares equal to what was asked.
    Optional<Map<?, ?>> kept = input.map(given -> Json.readMembers(Json.write(given)));
    requests.add(
        new BriefRequest(id, at, kind, decisionId, Optional.empty(), severity, product, kept, 0));
    return id;
  }

  /// Records what a person thinks of a brief; once.
  ///
  /// @param text what the person puts in its place, where it is edited
  /// @throws ServiceException NOT_FOUND; INVALID_REQUEST where text and opinion do not go together;
  ///   WRONG_STATE where somebody said something else before
  public Brief judge(
      UUID id, Brief.Opinion opinion, String actor, String reason, Optional<String> text) {
    if ((opinion == Brief.Opinion.EDITED) != text.isPresent()) {
      throw new ServiceException(
          ErrorCode.INVALID_REQUEST,
          "`text` belongs to EDITED and to no other: correct `verdict` or `text`");
    }
    UUID event = ids.next();
    Brief.Verdict verdict =
        new Brief.Verdict(
            opinion, Instant.ofEpochMilli(TimeIds.millisOf(event)), actor, reason, text);
    Brief judged =
        briefs
            .judge(id, verdict, event(event, id, verdict))
            .orElseThrow(() ->
                new ServiceException(
                    ErrorCode.NOT_FOUND, "there is no brief `" + id + "`: check the id"));
    if (!judged.verdict().equals(Optional.of(verdict))) {
      throw new ServiceException(
          ErrorCode.WRONG_STATE,
          "brief `%s` was judged by `%s` before: a verdict stays"
              .formatted(id, judged.verdict().map(Brief.Verdict::by).orElse("")));
    }
    return judged;
  }

  private static AuditEvent event(UUID event, UUID id, Brief.Verdict verdict) {
    Map<String, Object> detail = new LinkedHashMap<>();
    detail.put("verdict", verdict.opinion().name());
    return new AuditEvent(
        event,
        AuditEvent.Kind.BRIEF_JUDGED,
        verdict.by(),
        "brief:" + id,
        null,
        verdict.reason(),
        detail);
  }

  /// How the queue and the budget stand.
  public BriefLevel level(ModelBudget budget, Instant now) {
    return requests.level(budget, now);
  }

  /// Forgets raw answers about what was erased or retired.
  public void forget() {
    briefs.forget();
  }
}
