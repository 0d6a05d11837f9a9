import type { Codes } from '../../foundation/codes.ts'
import type { NotebooksDeps } from './deps.ts'
import type { Servers } from './servers/servers.ts'

/** What notebooks’ operations need, with what `createNotebooks` has made. */
export interface NotebooksParts extends NotebooksDeps {
  servers: Servers
  codes: Codes
}
