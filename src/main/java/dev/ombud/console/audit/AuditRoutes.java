package dev.ombud.console.audit;

import dev.ombud.audit.AuditLog;
import dev.ombud.audit.JobStore;
import dev.ombud.audit.Proofs;
import dev.ombud.audit.Verifications;
import dev.ombud.console.Entrance;
import dev.ombud.domain.Role;
import dev.ombud.inquiry.DecisionFilter;
import dev.ombud.inquiry.Exports;
import dev.ombud.web.Route;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/// The routes of the page for auditors.
public final class AuditRoutes {
  private static final Set<Role> AUDITORS = EnumSet.of(Role.AUDITOR);

  private AuditRoutes() {}

  public static List<Route> routes(
      Entrance entrance,
      Proofs proofs,
      AuditLog log,
      Exports exports,
      JobStore jobs,
      Verifications verifications) {
    String[] filter =
        Stream.concat(Stream.of("format", "proofs"), Arrays.stream(DecisionFilter.parameters()))
            .toArray(String[]::new);
    JobsPage work = new JobsPage(jobs, verifications, exports);
    return List.of(
        entrance.page(
            "/audit", AUDITORS, new AuditPage(proofs, log, work)::show, "kind", "actor", "before"),
        entrance.page("/audit/export", AUDITORS, new ExportForm(exports)::send, filter),
        entrance.page("/audit/jobs", AUDITORS, work::show),
        entrance.page("/audit/jobs/{id}/result", AUDITORS, work::result),
        entrance.form("/audit/jobs/{id}/cancellation", AUDITORS, work::cancel),
        entrance.form("/audit/verifications", AUDITORS, work::verify));
  }
}
