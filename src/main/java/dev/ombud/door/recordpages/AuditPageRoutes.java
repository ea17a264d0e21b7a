package dev.ombud.door.recordpages;

import dev.ombud.door.console.Entrance;
import dev.ombud.door.web.Route;
import dev.ombud.ground.base.Role;
import dev.ombud.record.export.Exports;
import dev.ombud.record.log.AuditLog;
import dev.ombud.record.log.JobStore;
import dev.ombud.record.log.Proofs;
import dev.ombud.record.verify.Verifications;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// The routes of the page for auditors.
public final class AuditPageRoutes {
  private static final Set<Role> AUDITORS = EnumSet.of(Role.AUDITOR);

  private AuditPageRoutes() {}

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
