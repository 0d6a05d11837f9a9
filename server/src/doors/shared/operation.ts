import type { Caller } from '../../contexts/identity/index.ts'
import type { ErrorSchema, OperationSchema } from './shape.ts'

/** What an operation may know of its request, beside who asks and what. */
export interface RequestFacts {
  requestId: string
  /** The `host` header: answers that carry the platform's address carry the one that was used. */
  host: string
  secure: boolean
  /** The box that it comes from; undefined from the host. */
  box: string | undefined
}

/**
 * The SDK types required members as `T | undefined`; the codec has checked them, so a handler gets
 * them as `T`, at every depth.
 */
export type Checked<Value> = Value extends Date | Uint8Array | string | number | boolean | undefined
  ? Value
  : Value extends (infer Item)[]
    ? Checked<Item>[]
    : Value extends object
      ? { [Key in keyof Value]: CheckedMember<Value, Key> }
      : Value

type CheckedMember<Value, Key extends keyof Value> =
  Record<never, never> extends Pick<Value, Key>
    ? Checked<Value[Key]>
    : Checked<Exclude<Value[Key], undefined>>

/** One operation of a door, with its types erased for the table. */
export interface ServedOperation<Deps> {
  schema: OperationSchema
  run(deps: Deps, caller: Caller, input: never, facts: RequestFacts): Promise<object>
}

/** Operations that the door knows and does not serve, with the reason that a caller is told. */
export interface Refusal {
  reason: string
  operations: readonly OperationSchema[]
}

export interface OperationTable<Deps> {
  served: readonly ServedOperation<Deps>[]
  refused: readonly Refusal[]
}

/**
 * Makes the typed `operation` function of a door:
 * `export const glueOperation = operationsOf<GlueDeps>()`, and then in each operation's file
 * `glueOperation<GetTableRequest, GetTableResponse>({ schema: GetTable$, async run(...) {...} })`.
 */
export function operationsOf<Deps>() {
  return <Input extends object, Output extends object>(definition: {
    schema: OperationSchema
    run(
      deps: Deps,
      caller: Caller,
      input: Checked<Input>,
      facts: RequestFacts,
    ): Promise<Omit<Output, '$metadata'>>
  }): ServedOperation<Deps> => definition as ServedOperation<Deps>
}

/** How a service calls an error: as its SDK models it, or by a code that no model lists. */
export type ErrorName = ErrorSchema | { code: string; status: number }
