package dev.ombud.domain;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.invoke.MethodHandle;

/// How willingly a thread lets others go first, by nice(2), which on Linux is of one thread. POSIX
/// has it of a process, which would be the wrong one: elsewhere nothing happens. (`setPriority`
/// reaches no scheduler of Linux unless the JVM is told so, and then takes a quarter.)
final class Niceness {
  /// By how much: a thread has a tenth of what another one gets, where both want the same core.
  static final int PATIENT = 10;

  private static final boolean OF_A_THREAD = System.getProperty("os.name").equals("Linux");

  private Niceness() {}

  /// Makes the calling thread patient, for ever: without a right to, nobody takes that back. The
  /// threads that it starts are so too.
  static void bePatient() {
    if (!OF_A_THREAD) {
      return;
    }
    Linker linker = Linker.nativeLinker();
    MethodHandle nice =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("nice"), FunctionDescriptor.of(JAVA_INT, JAVA_INT));
    try {
      int _ = (int) nice.invokeExact(PATIENT);
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new IllegalStateException(e);
    }
  }
}
