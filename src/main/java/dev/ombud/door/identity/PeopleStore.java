package dev.ombud.door.identity;

import dev.ombud.ground.base.Sha256;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// The one name of everybody for whom a provider ever vouched. Stateless.
final class PeopleStore {
  private static final int DIGITS = 8;

  private PeopleStore() {}

  /// The name that goes with issuer and subject, which the first sign-in writes down for ever.
  /// Where somebody else has it, digits are put behind that tell the two apart.
  static String name(Handle handle, Vouched person, Instant now) {
    Optional<String> before = find(handle, person);
    if (before.isPresent()) {
      return before.get();
    }
    String wanted = person.token().orElse(person.called());
    String digits =
        HexFormat.of()
            .formatHex(Sha256.of(person.issuer() + "\n" + person.subject()))
            .substring(0, DIGITS);
    insert(handle, person, wanted, now);
    if (find(handle, person).isEmpty()) {
      insert(handle, person, wanted + "~" + digits, now);
    }
    return find(handle, person)
        .orElseThrow(() -> new IllegalStateException("two people with the same digits"));
  }

  private static Optional<String> find(Handle handle, Vouched person) {
    return handle
        .createQuery("select name from people where issuer = :issuer and subject = :subject")
        .bind("issuer", person.issuer())
        .bind("subject", person.subject())
        .mapTo(String.class)
        .findOne();
  }

  private static void insert(Handle handle, Vouched person, String name, Instant now) {
    handle
        .createUpdate(
            """
            insert into people (first_seen_at, issuer, subject, name)
            values (:now, :issuer, :subject, :name)
            on conflict do nothing
            """)
        .bind("now", now)
        .bind("issuer", person.issuer())
        .bind("subject", person.subject())
        .bind("name", name)
        .execute();
  }
}
