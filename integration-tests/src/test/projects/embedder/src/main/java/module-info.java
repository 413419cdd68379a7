/** A module of our own; it names each of Lamina's that it uses. */
module example.embedder {
  requires dev.lamina.compile;
  requires dev.lamina.jit;
  requires dev.lamina.layers;
  requires dev.lamina.link;

  opens example.embedder; // Distance is implemented at run time
}
