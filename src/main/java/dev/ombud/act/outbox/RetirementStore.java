package dev.ombud.act.outbox;

import dev.ombud.ground.database.Database;
import dev.ombud.record.decision.OnRecordStore;
import java.time.LocalDate;
import java.util.List;

/// Forgets actions. Thread-safe.
public final class RetirementStore {
  private final Database database;

  public RetirementStore(Database database) {
    this.database = database;
  }

  /// Removes what is long over, with its steps: that of months whose decisions are archived and
  /// gone.
  public void retire() {
    List<LocalDate> months = database.ask(OnRecordStore::archivedMonths);
    months.forEach(month ->
        database.change(handle ->
            handle
                .createQuery("select ombud_retire_actions(:month)")
                .bind("month", month)
                .mapTo(Long.class)
                .one()));
  }
}
