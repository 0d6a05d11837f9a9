import type { NotebooksDeps } from './deps.ts'
import type { Codes } from './servers/codes.ts'
import type { Servers } from './servers/servers.ts'

/** What notebooks’ operations need, with what `createNotebooks` has made. */
export interface NotebooksParts extends NotebooksDeps {
  servers: Servers
  codes: Codes
}
