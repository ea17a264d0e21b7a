package dev.ombud.ground.base;

import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.util.concurrent.atomic.AtomicBoolean;

/// How willingly a thread lets others go first, by nice(2), which on Linux is of one thread. POSIX
/// has it of a process, which would be the wrong one: elsewhere nothing happens. (`setPriority`
/// reaches no scheduler of Linux unless the JVM is told so, and then takes a quarter.)
final class Niceness {
  /// By how much: a thread has a tenth of what another one gets, where both want the same core.
  static final int PATIENT = 10;

  private static final boolean OF_A_THREAD = System.getProperty("os.name").equals("Linux");
  private static final System.Logger LOG = System.getLogger(Niceness.class.getName());
  private static final AtomicBoolean HAS_FAILED = new AtomicBoolean();

  private Niceness() {}

  /// Makes the calling thread patient, for ever: without a right to, nobody takes that back. The
  /// threads that it starts are so too. Where that cannot be done, it is said once, and the thread
  /// goes on as it is.
  @SuppressWarnings("restricted") // a call without pointers
  static void bePatient() {
    if (!OF_A_THREAD) {
      return;
    }
    try {
      Linker linker = Linker.nativeLinker();
      MemorySegment address = linker.defaultLookup().findOrThrow("nice");
      MethodHandle nice = linker.downcallHandle(address, FunctionDescriptor.of(JAVA_INT, JAVA_INT));
      int _ = (int) nice.invokeExact(PATIENT);
    } catch (Throwable e) {
      if (HAS_FAILED.compareAndSet(false, true)) {
        LOG.log(System.Logger.Level.WARNING, "heavy work goes no later than other work", e);
      }
    }
  }
}
