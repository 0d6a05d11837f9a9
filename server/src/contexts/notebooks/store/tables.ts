import type { Generated } from 'kysely'

interface HomesTable {
  number: Generated<number>
  accountId: string
  owner: string
}

interface NotebooksTable {
  id: string
  accountId: string
  owner: string
  assumedThrough: Generated<string[]>
  roleArn: string | null
  homeNumber: number
  port: number
  state: string
  reason: string | null
  signIn: string
  reservationId: string
  openedAt: Date
  endedAt: Date | null
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'notebooks.homes': HomesTable
    'notebooks.notebooks': NotebooksTable
  }
}
