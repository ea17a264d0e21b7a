package dev.ombud.decide.engine;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.kie.api.KieBase;
import org.kie.api.event.rule.AfterMatchFiredEvent;
import org.kie.api.event.rule.DefaultAgendaEventListener;
import org.kie.api.runtime.KieSession;
import org.kie.api.runtime.rule.EntryPoint;
import org.kie.api.runtime.rule.FactHandle;

/// A Drools session that holds every row of a ruleset as a fact. A case is put in, fired and taken
/// out again. Not thread-safe: one evaluation at a time.
final class WarmSession {
  /// More firings than this in one stage are an endless loop, not a judgement.
  private static final int MAX_FIRINGS = 10_000;

  private final KieSession session;
  private @Nullable Case subject;

  WarmSession(KieBase base, Collection<TableIndex> tables) {
    session = base.newKieSession();
    for (TableIndex table : tables) {
      for (RowFact row : table.facts()) {
        session.insert(row);
      }
    }
    session.fireAllRules();
    session.addEventListener(
        new DefaultAgendaEventListener() {
          @Override
          public void afterMatchFired(AfterMatchFiredEvent event) {
            String rule = event.getMatch().getRule().getName();
            if (subject != null && !RulesetCompiler.TABLE_RULE.equals(rule)) {
              subject.fired(rule);
            }
          }
        });
  }

  /// Fires the rules of one stage.
  void apply(String stage, Case subject) {
    EntryPoint entry = session.getEntryPoint(stage);
    if (entry == null) {
      return; // no rule of the ruleset speaks of this stage
    }
    this.subject = subject;
    FactHandle handle = entry.insert(subject);
    fire(stage);
    entry.delete(handle);
    this.subject = null;
  }

  /// The rows of a table that match, in table order, each once.
  List<RowFact.Body> match(TableIndex table, Matching subject) {
    subject.matched().clear();
    List<String> slots = table.slots(subject.facts());
    FactHandle[] handles = new FactHandle[slots.size()];
    for (int i = 0; i < handles.length; i++) {
      handles[i] = session.insert(new SlotProbe(slots.get(i), subject));
    }
    fire("tables");
    for (FactHandle handle : handles) {
      session.delete(handle);
    }
    return inTableOrder(subject.matched());
  }

  /// A row that stands in several slots is met several times.
  private static List<RowFact.Body> inTableOrder(List<RowFact.Body> matched) {
    if (matched.size() < 2) {
      return List.copyOf(matched);
    }
    List<RowFact.Body> ordered = new ArrayList<>(matched);
    ordered.sort(Comparator.comparingInt(RowFact.Body::position));
    List<RowFact.Body> once = new ArrayList<>(ordered.size());
    for (RowFact.Body row : ordered) {
      if (once.isEmpty() || once.getLast().position() != row.position()) {
        once.add(row);
      }
    }
    return once;
  }

  private void fire(String stage) {
    if (session.fireAllRules(MAX_FIRINGS) >= MAX_FIRINGS) {
      throw new IllegalStateException("the rules of stage `" + stage + "` do not come to an end");
    }
  }

  void close() {
    session.dispose();
  }
}
