import type { Tag } from '../../contexts/governance/index.ts'

export function wireTag({ accountId, key, values }: Tag) {
  return { CatalogId: accountId, TagKey: key, TagValues: [...values] }
}
