package dev.lamina.jit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lamina.jit.cli.CommandLine.Action;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CommandLineTest {
  private static CommandLine parse(String line) throws UsageError {
    return CommandLine.parse(line.isEmpty() ? new String[0] : line.split(" "));
  }

  @Test
  void optionsOfTheProgramAreItsOwn() throws UsageError {
    CommandLine line = parse("-O2 p.ll -entry-function=f --help -");
    assertThat(line.file()).isEqualTo("p.ll");
    assertThat(line.argv()).containsExactly("p.ll", "-entry-function=f", "--help", "-");
    assertThat(line.entryFunction()).isEqualTo("main");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-entry-function=f p.ll a",
        "--entry-function=f p.ll a",
        "-entry-function f p.ll a",
        "--entry-function f p.ll a",
        "--entry-function f -- p.ll a",
      })
  void valuesStandBehindAnEqualsSignOrAsTheNextArgument(String text) throws UsageError {
    CommandLine line = parse(text);
    assertThat(line.entryFunction()).isEqualTo("f");
    assertThat(line.argv()).containsExactly("p.ll", "a");
  }

  @Test
  void theNextArgumentIsAValueWhateverItLooksLike() throws UsageError {
    assertThat(parse("-fake-argv0 -x p.ll").argv()).containsExactly("-x");
  }

  @Test
  void aDoubleDashEndsTheOptions() throws UsageError {
    assertThat(parse("-- -p.ll -x").argv()).containsExactly("-p.ll", "-x");
    assertThat(parse("--").file()).isEqualTo("-");
  }

  @Test
  void withoutAFileStandardInputIsRead() throws UsageError {
    assertThat(parse("").file()).isEqualTo("-");
    assertThat(parse("-O1 - a").argv()).containsExactly("-", "a");
  }

  @Test
  void listsKeepTheirOrder() throws UsageError {
    CommandLine line =
        parse(
            "-extra-module=a -extra-object=b -extra-module c --extra-archive=d -dlopen=e -dlopen=f"
                + " -extra-object=g p.ll");
    assertThat(line.extraModules()).containsExactly("a", "c");
    assertThat(line.extraObjects()).containsExactly("b", "g");
    assertThat(line.extraArchives()).containsExactly("d");
    assertThat(line.libraries()).containsExactly("e", "f");
  }

  @Test
  void theRest() throws UsageError {
    CommandLine line =
        parse("-fake-argv0=zero -compile-threads=3 -no-process-syms -jit-kind=orc p.ll");
    assertThat(line.argv()).containsExactly("zero");
    assertThat(line.compileThreads()).isEqualTo(3);
    assertThat(line.processSymbols()).isFalse();
    assertThat(parse("p.ll").processSymbols()).isTrue();
    assertThat(parse("-no-process-syms=false p.ll").processSymbols()).isTrue();
    assertThat(parse("-help").action()).isEqualTo(Action.HELP);
    assertThat(parse("--version nonsense").action()).isEqualTo(Action.VERSION);
    assertThat(parse("p.ll --version").action()).isEqualTo(Action.RUN);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-O0",
        "-O1",
        "-O2",
        "-O3",
        "--O2",
        "-O=2",
        "-O 2",
        "-code-model=small",
        "-code-model=large",
        "-relocation-model=pic",
        "-march=x86-64",
        "-mcpu=native",
        "-mattr=+avx,+avx2",
        "-mattr=+avx -mattr=+bmi",
        "-mtriple=x86_64-pc-linux-gnu",
        "-frame-pointer=all",
        "-jit-linker=jitlink",
        "-float-abi=hard",
        "-lljit-platform=GenericIR",
        "-disable-lazy-compilation",
        "-disable-core-files",
        "--color",
        "-force-interpreter=false",
        "-force-interpreter=0",
      })
  void whatMakesNoDifferenceIsAccepted(String option) throws UsageError {
    assertThat(parse(option + " p.ll").file()).isEqualTo("p.ll");
  }

  @Test
  void compilingOnDemandIsAskedFor() throws UsageError {
    CommandLine eager = parse("p.ll");
    assertThat(eager.lazy() || eager.wholeModules() || eager.speculation()).isFalse();
    assertThat(eager.dump()).isEqualTo(Dump.NOTHING);
    CommandLine lazy =
        parse(
            "--jit-kind=orc-lazy -per-module-lazy -lazy-speculation"
                + " -orc-lazy-debug funcs-to-stdout p.ll");
    assertThat(lazy.lazy() && lazy.wholeModules() && lazy.speculation()).isTrue();
    assertThat(lazy.dump()).isEqualTo(Dump.FUNCTIONS);
    assertThat(lazy.file()).isEqualTo("p.ll");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "-force-interpreter p.ll | not supported: --force-interpreter: there is no interpreter yet",
        "-orc-lazy-debug=all p.ll | for the --orc-lazy-debug option: Cannot find option named 'all'!",
        "-thread-entry=f p.ll | not supported: --thread-entry: programs start their threads themselves; leave it out",
        "-jit-kind=mcjit p.ll | not supported: --jit-kind=mcjit; use --jit-kind=orc",
        "-jit-kind=tracing p.ll | for the --jit-kind option: Cannot find option named 'tracing'!",
        "-code-model=kernel p.ll | not supported: --code-model=kernel; accepted: small, medium, large",
        "-mattr=+avx,-sse2 p.ll | not supported: --mattr=+avx,-sse2; accepted: +<feature>",
        "-mtriple=aarch64-linux-gnu p.ll | not supported: --mtriple=aarch64-linux-gnu; accepted: <this machine's triple>",
        "-object-cache-dir /tmp p.ll | not supported: --object-cache-dir: there is no object cache yet",
        "-soft-float p.ll | not supported: --soft-float: floating-point code uses SSE2 and x87",
        "-O7 p.ll | invalid optimization level -O7; -O0 to -O3",
        "-O p.ll | invalid optimization level -Op.ll; -O0 to -O3",
        "-extra-module | for the --extra-module option: requires a value!",
        "-entry-function=a -entry-function=b p.ll | for the --entry-function option: may only occur zero or one times!",
        "-compile-threads=0 p.ll | for the --compile-threads option: '0' value invalid for uint argument!",
        "-compile-threads=many p.ll | for the --compile-threads option: 'many' value invalid for uint argument!",
        "-no-process-syms=maybe p.ll | for the --no-process-syms option: 'maybe' is invalid value for boolean argument! Try 0 or 1",
      })
  void whatIsRefusedSaysWhy(String line, String message) {
    assertThatThrownBy(() -> parse(line)).isInstanceOf(UsageError.class).hasMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      nullValues = "none",
      value = {
        "-enty-function=f, Did you mean '--entry-function=f'?",
        "--extra-modul, Did you mean '--extra-module'?",
        "-dl-open=libm.so.6, Did you mean '--dlopen=libm.so.6'?",
        "-hlep, Did you mean '--help'?",
        "-zzzzzzzz, none",
      })
  void unknownOptionsSuggestTheNearest(String option, String hint) {
    assertThatThrownBy(() -> parse(option + " p.ll"))
        .isInstanceOfSatisfying(
            UsageError.class,
            e -> {
              assertThat(e)
                  .hasMessage(
                      "Unknown command line argument '" + option + "'.  Try: 'lamina --help'");
              assertThat(e.hint()).isEqualTo(hint);
            });
  }

  @Test
  void helpNamesEveryOption() {
    String help = CommandLine.help();
    for (Option option : Option.values()) {
      assertThat(help).contains("--" + option.text());
    }
    assertThat(help.lines()).allSatisfy(line -> assertThat(line.length()).isLessThan(110));
  }
}
