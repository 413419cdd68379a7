package dev.lamina.ir.text;

import dev.lamina.ir.Function;

/** The body of a function as a place in the text. */
final class LazyBody implements Function.BodySource {
  private final ModuleContext context;
  private final int position;
  private final int line;
  private final int end;

  LazyBody(ModuleContext context, int position, int line, int end) {
    this.context = context;
    this.position = position;
    this.line = line;
    this.end = end;
  }

  @Override
  public void materialize(Function function) {
    BodyParser parser = context.borrowBodyParser();
    parser.parse(function, position, line, end);
    context.returnBodyParser(parser);
  }
}
