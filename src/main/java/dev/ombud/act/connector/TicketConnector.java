package dev.ombud.act.connector;

import dev.ombud.act.action.Connector;
import dev.ombud.act.action.DeliveryException;
import dev.ombud.act.action.DeliveryException.Kind;
import dev.ombud.act.action.Order;
import dev.ombud.act.action.PublicBrief;
import dev.ombud.act.action.Receipt;
import dev.ombud.act.action.RemoteState;
import dev.ombud.act.connector.Tracker.Standing;
import dev.ombud.act.connector.Tracker.Ticket;
import dev.ombud.act.target.Block;
import dev.ombud.act.target.DigestLine;
import dev.ombud.act.target.DigestStore;
import dev.ombud.act.target.IncidentText;
import dev.ombud.act.target.Marker;
import dev.ombud.act.target.TargetConfig;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Tickets in one tracker, one for each incident and team, whatever comes again:
///
/// | the ticket of the incident | what an order does |
/// |---|---|
/// | is not there | opens it |
/// | is open | comments it |
/// | was closed within the reopen window | reopens and comments it |
/// | was closed before, or for good | opens a new one that names the old one |
/// | was closed as *won't fix* | leaves it alone and goes to the daily digest |
///
/// What is about to be opened is on record first. An opening of which nobody knows is searched for
/// by its marker, for as long as the tracker's search may lag, before it is tried again. Two orders
/// of one incident take turns. Thread-safe.
final class TicketConnector implements Connector {
  /// What was found, as [RemoteState.Open] carries it to the writing.
  private enum Finding {
    ABSENT,
    OPEN,
    CLOSED,
    CLOSED_LONG_AGO,
    WONT_FIX
  }

  /// After this, whoever was about to open a ticket is taken for dead.
  private static final Duration TURN = Duration.ofMinutes(10);

  private static final Duration USUAL_WINDOW = Duration.ofDays(14);

  private final Tracker tracker;
  private final TargetConfig target;
  private final TicketStore tickets;
  private final DigestStore digest;
  private final InstantSource clock;
  private final Duration window;

  TicketConnector(
      Tracker tracker,
      TargetConfig target,
      TicketStore tickets,
      DigestStore digest,
      InstantSource clock) {
    this.tracker = tracker;
    this.target = target;
    this.tickets = tickets;
    this.digest = digest;
    this.clock = clock;
    this.window =
        target
            .find("reopenDays")
            .map(days -> Duration.ofDays(Long.parseLong(days)))
            .orElse(USUAL_WINDOW);
  }

  @Override
  public RemoteState look(Order order) throws DeliveryException {
    Optional<TicketRow> row = latest(order);
    if (row.filter(TicketRow::exists).isEmpty()) {
      Optional<TicketRow> found = search(order, row);
      if (found.isEmpty()) {
        int generation = row.map(TicketRow::generation).orElse(1);
        return new RemoteState.Open(Finding.ABSENT.name(), String.valueOf(generation));
      }
      row = found;
    }
    return standing(order, row.orElseThrow());
  }

  private Optional<TicketRow> latest(Order order) {
    return tickets.latest(order.brief().incidentKey(), part(order), target.name());
  }

  private static Marker.Part part(Order order) {
    return order.parent().isPresent() ? Marker.Part.CHILD : Marker.Part.WHOLE;
  }

  /// Looks for a ticket that is not on record as being there: its opening was not answered, or the
  /// record was lost.
  private Optional<TicketRow> search(Order order, Optional<TicketRow> known)
      throws DeliveryException {
    Instant now = clock.instant();
    Optional<Instant> intended = known.flatMap(TicketRow::intendedAt);
    boolean isOthers =
        known.filter(row -> !row.openedBy().equals(order.key())).isPresent()
            && intended.filter(at -> at.isAfter(now.minus(TURN))).isPresent();
    if (isOthers) {
      throw later("another order is about to open this ticket", Duration.ofSeconds(5));
    }
    TicketRow row = known.orElseGet(() -> fresh(order, 1, ""));
    Optional<Ticket> found =
        tracker.find(Marker.ofTicket(row.incidentKey(), row.part(), row.generation()));
    if (found.isPresent()) {
      Ticket ticket = found.get();
      if (known.isEmpty()) {
        tickets.intend(row, Instant.EPOCH);
      }
      tickets.opened(row, ticket.reference(), ticket.address());
      return latest(order);
    }
    Optional<Instant> visible = intended.map(at -> at.plus(tracker.settles()));
    if (visible.filter(now::isBefore).isPresent()) {
      throw later(
          "a ticket may have been opened, and the search may not show it yet",
          Duration.between(now, visible.get()));
    }
    return Optional.empty();
  }

  private RemoteState standing(Order order, TicketRow row) throws DeliveryException {
    if (row.openedBy().equals(order.key())) {
      return new RemoteState.Done(new Receipt(row.reference(), row.address(), "opened"));
    }
    if (digest.holds(order.key())) {
      return new RemoteState.Done(
          new Receipt(row.reference(), row.address(), "left for the digest"));
    }
    Optional<Ticket> ticket = tracker.read(row.reference());
    if (ticket.isEmpty()) {
      return new RemoteState.Open(Finding.ABSENT.name(), String.valueOf(row.generation() + 1));
    }
    Standing standing = ticket.get().standing();
    if (tracker.hasNote(row.reference(), Marker.ofOrder(order), order.brief().decidedAt())) {
      return new RemoteState.Done(
          new Receipt(row.reference(), row.address(), "updated, " + standing.name()));
    }
    Finding finding =
        switch (standing) {
          case OPEN -> Finding.OPEN;
          case RESOLVED -> isRecent(ticket.get()) ? Finding.CLOSED : Finding.CLOSED_LONG_AGO;
          case FINAL -> Finding.CLOSED_LONG_AGO;
          case WONT_FIX -> Finding.WONT_FIX;
        };
    return new RemoteState.Open(finding.name(), String.valueOf(row.generation()));
  }

  /// A window of no days reopens nothing.
  private boolean isRecent(Ticket ticket) {
    return ticket.closedAt().filter(at -> clock.instant().isBefore(at.plus(window))).isPresent();
  }

  @Override
  public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
    int generation = Integer.parseInt(before.version());
    Optional<TicketRow> old = latest(order).filter(TicketRow::exists);
    return switch (Finding.valueOf(before.state())) {
      case ABSENT -> open(order, generation, Optional.empty());
      case CLOSED_LONG_AGO -> open(order, generation + 1, old);
      case OPEN -> note(order, old.orElseThrow(), "It goes on.");
      case CLOSED -> reopen(order, old.orElseThrow());
      case WONT_FIX -> {
        digest.add(DigestLine.of(order, "closed as won't fix"), clock.instant());
        yield receipt(old.orElseThrow(), "left for the digest");
      }
    };
  }

  private Receipt open(Order order, int generation, Optional<TicketRow> old)
      throws DeliveryException {
    TicketRow row = fresh(order, generation, order.key());
    if (!tickets.intend(row, clock.instant().minus(TURN))) {
      throw later("another order is about to open this ticket", Duration.ofSeconds(5));
    }
    Ticket ticket;
    try {
      ticket = tracker.open(draft(order, row, old));
    } catch (DeliveryException e) {
      if (e.kind() != Kind.UNKNOWN) {
        tickets.free(row);
      }
      throw e;
    }
    tickets.opened(row, ticket.reference(), ticket.address());
    return new Receipt(ticket.reference(), ticket.address(), "opened");
  }

  private TicketRow fresh(Order order, int generation, String openedBy) {
    return new TicketRow(
        order.brief().incidentKey(),
        part(order),
        target.name(),
        generation,
        openedBy,
        Optional.of(clock.instant()),
        "",
        "");
  }

  private Tracker.Draft draft(Order order, TicketRow row, Optional<TicketRow> old) {
    List<Block> relations = new ArrayList<>();
    Optional<String> parent =
        order
            .parent()
            .map(Receipt::reference)
            .filter(reference -> tickets.holds(target.name(), reference));
    order
        .parent()
        .ifPresent(receipt ->
            relations.addAll(
                IncidentText.relation(
                    "This is a part of %s.", receipt.reference(), receipt.address())));
    old.ifPresent(ticket ->
        relations.addAll(
            IncidentText.relation(
                "It was solved once, in %s, and is back.", ticket.reference(), ticket.address())));
    return new Tracker.Draft(
        Marker.ofTicket(row.incidentKey(), row.part(), row.generation()),
        order.brief().title(),
        IncidentText.ticket(order, relations),
        order.brief().severity(),
        order.brief().labels(),
        parent,
        old.map(TicketRow::reference));
  }

  private Receipt reopen(Order order, TicketRow row) throws DeliveryException {
    tracker.reopen(row.reference(), Marker.ofOrder(order));
    boolean isOpen =
        tracker
            .read(row.reference())
            .filter(ticket -> ticket.standing() == Standing.OPEN)
            .isPresent();
    if (!isOpen) {
      throw new DeliveryException(
          Kind.NEVER,
          "target `%s`: `%s` was not let be reopened: give our user the right to, or reopen it"
              .formatted(target.name(), row.reference()));
    }
    note(order, row, "It is back, after it was closed as solved.");
    return receipt(row, "reopened");
  }

  private Receipt note(Order order, TicketRow row, String what) throws DeliveryException {
    tracker.note(row.reference(), Marker.ofOrder(order), IncidentText.update(order, what));
    return receipt(row, "updated");
  }

  private static Receipt receipt(TicketRow row, String state) {
    return new Receipt(row.reference(), row.address(), state);
  }

  /// A connector that says something on the ticket that the order's parent left, once. Where there
  /// is none, or it is closed, there is nobody to say it to.
  Connector saying(List<PublicBrief.Fact> said) {
    return new Comment(said);
  }

  private final class Comment implements Connector {
    private final List<PublicBrief.Fact> said;

    Comment(List<PublicBrief.Fact> said) {
      this.said = said;
    }

    @Override
    public RemoteState look(Order order) throws DeliveryException {
      Optional<Receipt> left =
          order.parent().filter(receipt -> tickets.holds(target.name(), receipt.reference()));
      if (left.isEmpty()) {
        return new RemoteState.Refused("no ticket was opened");
      }
      String reference = left.get().reference();
      Optional<Ticket> ticket = tracker.read(reference);
      if (ticket.isEmpty()) {
        return new RemoteState.Refused("ticket `%s` was deleted".formatted(reference));
      }
      if (tracker.hasNote(reference, Marker.ofOrder(order), order.brief().decidedAt())) {
        return new RemoteState.Done(new Receipt(reference, left.get().address(), "said"));
      }
      return ticket.get().standing() == Standing.OPEN
          ? new RemoteState.Open(reference, "")
          : new RemoteState.Refused("ticket `%s` is closed".formatted(reference));
    }

    @Override
    public Receipt write(Order order, RemoteState.Open before) throws DeliveryException {
      tracker.note(before.state(), Marker.ofOrder(order), IncidentText.saying(order, said));
      return new Receipt(before.state(), order.parent().map(Receipt::address).orElse(""), "said");
    }
  }

  private DeliveryException later(String why, Duration after) {
    return new DeliveryException(
        Kind.LATER, "target `%s`: %s".formatted(target.name(), why), Optional.of(after));
  }
}
