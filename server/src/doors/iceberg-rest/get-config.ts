import { accountOf } from './exchanges.ts'
import { storageConfig } from './load-table-result.ts'
import type { Route } from './route.ts'

/** Tells clients the way to storage, and which of the specification's routes are `described`. */
export function getConfig(described: readonly Route[]): Route {
  return {
    name: 'getConfig',
    method: 'GET',
    path: '/v1/config',
    summary: 'What a client must know of this catalog; `warehouse` is the id of an account',
    async run(deps, asked) {
      const warehouse = accountOf(asked.query.warehouse || asked.caller.accountId)
      return {
        body: {
          defaults: storageConfig(deps, asked),
          overrides: { prefix: warehouse },
          endpoints: described.map(({ method, path }) => `${method} ${path}`),
        },
      }
    },
  }
}
