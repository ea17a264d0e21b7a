package dev.ombud.door.setting;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Where a database is: `jdbc:postgresql:…` as the driver has it, or `postgresql://user:password@…`
/// as the rest of the world has it (libpq, section 32.1.1.2), turned into the former. User and
/// password may stand in either and are taken out, so that the address can be shown.
///
/// @param url a JDBC address without user and password
/// @param user empty where the address names none
/// @param password empty where the address names none
public record DatabaseAddress(String url, String user, String password) {
  private static final String JDBC = "jdbc:";
  private static final String SCHEME = "postgresql:";

  /// @throws IllegalArgumentException with a message that does not quote the address
  public static DatabaseAddress parse(String text) {
    String plain = text.startsWith(JDBC) ? text.substring(JDBC.length()) : text;
    boolean isKnown = plain.startsWith(text.startsWith(JDBC) ? SCHEME : SCHEME + "//");
    if (!isKnown) {
      throw new IllegalArgumentException(
          "is not the address of a PostgreSQL: write jdbc:postgresql://host:5432/name or"
              + " postgresql://host:5432/name");
    }
    int question = plain.indexOf('?');
    String place = question < 0 ? plain : plain.substring(0, question);
    String user = "";
    String password = "";

    int start = SCHEME.length() + "//".length();
    int slash = place.indexOf('/', start);
    int at = place.lastIndexOf('@', slash < 0 ? place.length() : slash);
    if (place.startsWith("//", SCHEME.length()) && at >= start) {
      String[] login = place.substring(start, at).split(":", 2);
      user = decode(login[0]);
      password = login.length == 2 ? decode(login[1]) : "";
      place = place.substring(0, start) + place.substring(at + 1);
    }

    List<String> others = new ArrayList<>();
    String parameters = question < 0 ? "" : plain.substring(question + 1);
    for (String parameter : parameters.split("&", -1)) {
      if (parameter.startsWith("user=")) {
        user = decode(parameter.substring("user=".length()));
      } else if (parameter.startsWith("password=")) {
        password = decode(parameter.substring("password=".length()));
      } else if (!parameter.isEmpty()) {
        others.add(parameter);
      }
    }
    String rest = others.isEmpty() ? "" : "?" + String.join("&", others);
    return new DatabaseAddress(JDBC + place + rest, user, password);
  }

  private static String decode(String text) {
    try {
      return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      // Not chained: its message quotes what may be the password.
      throw new IllegalArgumentException(
          "has a bad escape in its user or password: write a percent sign and two hexadecimal digits");
    }
  }

  @Override
  public String toString() {
    return url;
  }
}
