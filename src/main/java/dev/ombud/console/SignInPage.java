package dev.ombud.console;

import java.util.Optional;

/// The form to sign in.
///
/// @param next where to go afterwards
/// @param problem why the last try failed, in a sentence
public record SignInPage(String next, Optional<String> problem) {}
