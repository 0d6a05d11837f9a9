/** The operations of a context as they stand in its face: without what they work with. */
export type Bound<Deps, Operations> = {
  [Name in keyof Operations]: Operations[Name] extends (
    deps: Deps,
    ...rest: infer Rest
  ) => infer Result
    ? (...rest: Rest) => Result
    : never
}

/** Hands every operation of a context what it works with. */
export function bind<Deps, Operations extends object>(
  deps: Deps,
  operations: Operations,
): Bound<Deps, Operations> {
  const bound = Object.entries(operations).map(([name, operation]) => [
    name,
    operation.bind(undefined, deps),
  ])
  return Object.fromEntries(bound)
}
