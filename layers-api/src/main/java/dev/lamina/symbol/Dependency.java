package dev.lamina.symbol;

/**
 * Stands for unfinished work: that behind a symbol, or that which a symbol is wanted for. Only its
 * maker, the session, looks inside; resolvers that wrap others hand it on untouched.
 */
public interface Dependency {}
