package dev.ombud.console.audit;

import dev.ombud.audit.AuditLog;
import dev.ombud.audit.JobStore;
import dev.ombud.audit.Proofs;
import dev.ombud.audit.Verifications;
import dev.ombud.console.Entrance;
import dev.ombud.domain.Role;
import dev.ombud.inquiry.Exports;
import dev.ombud.web.Route;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

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
    JobsPage work = new JobsPage(jobs, verifications, exports);
    AuditPage audit = new AuditPage(proofs, log, work);
    return List.of(
        entrance.search("/audit", AUDITORS, audit::show, audit::again, "kind", "actor", "before"),
        entrance.form("/audit/export", AUDITORS, new ExportForm(exports)::send, audit::again),
        entrance.page("/audit/jobs", AUDITORS, work::show),
        entrance.page("/audit/jobs/{id}/result", AUDITORS, work::result),
        entrance.form("/audit/jobs/{id}/cancellation", AUDITORS, work::cancel, work::show),
        entrance.form("/audit/verifications", AUDITORS, work::verify, audit::again));
  }
}
