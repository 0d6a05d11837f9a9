import { wireError } from '../../server/src/doors/shared/aws-errors.ts'
import { operationRows } from '../../server/src/doors/shared/operation-rows.ts'
import { operationShape } from '../../server/src/doors/shared/shape.ts'
import type { AwsDoor } from './aws-doors.ts'
import { code, errorTable, table } from './markdown.ts'
import { fileOf, unreadMembers } from './members.ts'
import { raisedAt } from './raised-errors.ts'

export async function awsPage(door: AwsDoor): Promise<string[]> {
  const { operations, family, errors, folder } = door
  const raised = await raisedAt(folder)
  const named = raised.map((error) => {
    const { code, status } = wireError(error, family, errors)
    return { wire: code, status, own: error.code }
  })
  return [
    '## Served',
    table(['operation', 'members', 'without effect here'], servedRows(door)),
    '## Refused',
    'Each is answered as an operation that is not implemented, with the reason.',
    table(['reason', 'operations'], refusedRows(operations)),
    '## Errors',
    errorTable(named),
  ]
}

/** A member that must be given is bold. */
function servedRows({ folder, operations }: AwsDoor): string[][] {
  return operations.served
    .map(({ schema }) => {
      const { name, input } = operationShape(schema)
      const file = fileOf(folder, name)
      const names = input.members.map((member) => member.name)
      const unread = new Set(unreadMembers(folder, file, names))
      const shown = input.members
        .filter((member) => !unread.has(member.name))
        .map((member) => (member.required ? `**${member.name}**` : member.name))
      const source = `../../server/src/doors/${folder}/${file}`
      return [`[${name}](${source})`, shown.join(', '), [...unread].join(', ')]
    })
    .sort(([a = ''], [b = '']) => (a < b ? -1 : 1))
}

function refusedRows(operations: AwsDoor['operations']): string[][] {
  const byReason = new Map<string, string[]>()
  for (const { operation, served, reason = '' } of operationRows(operations))
    if (!served) byReason.set(reason, [...(byReason.get(reason) ?? []), code(operation)])
  return [...byReason].map(([reason, names]) => [reason, names.join(', ')])
}
