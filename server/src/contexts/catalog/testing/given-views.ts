import type { CreateView, ViewRef } from '../model/face.ts'
import type { ViewVersion } from '../model/view.ts'
import type { ViewUpdate } from '../model/view-update.ts'
import { mobility, schema } from './given-catalog.ts'

export const late: ViewRef = { ...mobility, view: 'late' }

export function versionSaying(sql: string, part: Partial<ViewVersion> = {}): ViewVersion {
  return {
    'version-id': 1,
    'schema-id': 0,
    'timestamp-ms': 1_770_000_000_000,
    summary: {},
    representations: [{ type: 'sql', dialect: 'spark', sql }],
    'default-namespace': ['mobility'],
    ...part,
  }
}

export const lateFlights: CreateView = {
  ...late,
  schema,
  version: versionSaying('SELECT * FROM flights WHERE delay > 30'),
}

/** As a client replaces what a view says. */
export function saying(sql: string): ViewUpdate[] {
  return [
    { action: 'add-schema', schema },
    { action: 'add-view-version', 'view-version': versionSaying(sql, { 'schema-id': -1 }) },
    { action: 'set-current-view-version', 'view-version-id': -1 },
  ]
}
