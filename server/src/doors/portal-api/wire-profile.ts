import type { Profile } from '@millrace/contract'
import type { Catalog } from '../../contexts/catalog/index.ts'
import { leftOutOf, typeText } from './dataset.ts'

export function profileOf({
  columns,
  leftOut,
  committedAt,
  madeAt,
  ...facts
}: Awaited<ReturnType<Catalog['getProfile']>>): Profile {
  return {
    ...facts,
    ...leftOutOf(leftOut),
    committedAt: committedAt.toISOString(),
    madeAt: madeAt.toISOString(),
    columns: columns.map(({ field, profile: { id: _id, ...figures } }) => ({
      ...{ name: field.name, type: typeText(field.type) },
      ...figures,
    })),
  }
}
