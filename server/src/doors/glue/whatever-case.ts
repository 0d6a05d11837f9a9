import type { Catalog, DatabaseRef } from '../../contexts/catalog/index.ts'
import type { Caller } from '../../contexts/identity/index.ts'
import { DomainError } from '../../foundation/errors.ts'

type Command = DatabaseRef & { table?: string; target?: DatabaseRef & { table?: string } }
type Operation = (caller: Caller, command: unknown) => Promise<unknown>

/**
 * The catalog, where names are found whatever their case: Glue folds them, and Iceberg's clients do
 * not. A name as it is written comes before one of another case; new names are in lower case.
 */
export function whateverCase(catalog: Catalog): Catalog {
  return new Proxy(catalog, {
    get(target, name) {
      const found: unknown = Reflect.get(target, name)
      if (typeof found !== 'function') return found
      const operation = found as Operation
      return async (caller: Caller, command: unknown) =>
        isCommand(command)
          ? spelled(catalog, caller, { operation, command })
          : operation(caller, command)
    },
  })
}

function isCommand(command: unknown): command is Command {
  return typeof command === 'object' && command !== null && 'database' in command
}

async function spelled(
  catalog: Catalog,
  caller: Caller,
  { operation, command }: { operation: Operation; command: Command },
): Promise<unknown> {
  const { target } = command
  const written = await catalog.spelledNames(command)
  const named = target ? { ...written, target: await catalog.spelledNames(target) } : written
  try {
    return await operation(caller, named)
  } catch (error) {
    // A refusal that names what is written otherwise would tell that it is there.
    const refused = error instanceof DomainError && error.code === 'identity.access-denied'
    if (!refused || sameNames(written, command)) throw error
    return operation(caller, command)
  }
}

function sameNames(one: Command, other: Command): boolean {
  return one.database === other.database && one.table === other.table
}
