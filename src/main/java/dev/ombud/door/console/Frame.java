package dev.ombud.door.console;

import java.util.List;
import java.util.Optional;

/// What stands around the content of every page. Immutable.
///
/// @param section that the page belongs to; nothing for pages outside the menu
/// @param person who is signed in, and as what; nothing before the sign-in
/// @param csrf the token that every form of the page has to send
/// @param notice what the last form has done, in a sentence
/// @param refused the form that brought somebody here, where it was refused
/// @param scripts addresses of modules
/// @param libraries addresses of scripts that modules use
public record Frame(
    String title,
    Optional<Section> section,
    Optional<Person> person,
    List<Section> menu,
    String csrf,
    Optional<String> notice,
    Refused refused,
    Assets assets,
    List<String> scripts,
    List<String> libraries) {
  public Frame {
    menu = List.copyOf(menu);
    scripts = List.copyOf(scripts);
    libraries = List.copyOf(libraries);
  }

  /// @param roles in words
  public record Person(String name, String roles) {}

  /// Whether the menu marks this entry as where one is.
  public boolean isIn(Section other) {
    return section.filter(other::equals).isPresent();
  }
}
