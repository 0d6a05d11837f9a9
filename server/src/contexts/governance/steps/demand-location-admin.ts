import type { Caller } from '../../identity/index.ts'
import { denied } from '../errors.ts'
import { administers } from '../model/reach.ts'
import type { Snapshot } from '../model/snapshot.ts'
import { principalOf } from './rules.ts'

export function demandLocationAdmin(snapshot: Snapshot, caller: Caller, location: string): void {
  if (!administers(snapshot, principalOf(caller), 'admin'))
    throw denied({ permission: 'data lake administrator', resource: location })
}
