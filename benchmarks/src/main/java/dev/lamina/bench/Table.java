package dev.lamina.bench;

import static com.google.common.base.Preconditions.checkArgument;

import com.google.common.base.Strings;
import java.util.ArrayList;
import java.util.List;

/** A table in Markdown whose columns are aligned, the first to the left and others to the right. */
public final class Table {
  private final List<String[]> rows = new ArrayList<>();
  private final int columns;

  public Table(String... head) {
    columns = head.length;
    rows.add(head);
  }

  /** Adds a row of as many cells as the head has. */
  public void row(String... cells) {
    checkArgument(cells.length == columns, "%s cells for %s columns", cells.length, columns);
    rows.add(cells);
  }

  @Override
  public String toString() {
    int[] widths = new int[columns];
    for (String[] row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    StringBuilder out = new StringBuilder();
    for (int r = 0; r < rows.size(); r++) {
      line(out, rows.get(r), widths);
      if (r == 0) {
        for (int i = 0; i < columns; i++) {
          out.append('|').append("-".repeat(widths[i] + 1)).append(i == 0 ? '-' : ':');
        }
        out.append("|\n");
      }
    }
    return out.toString();
  }

  private static void line(StringBuilder out, String[] row, int[] widths) {
    for (int i = 0; i < row.length; i++) {
      String cell =
          i == 0
              ? Strings.padEnd(row[i], widths[i], ' ')
              : Strings.padStart(row[i], widths[i], ' ');
      out.append("| ").append(cell).append(' ');
    }
    out.append("|\n");
  }
}
