/** A module of our own, above the layers that it stacks. The target is found at run time. */
module example.embedder {
  requires dev.lamina.layers;
  requires dev.lamina.compile;
  requires dev.lamina.link;
}
