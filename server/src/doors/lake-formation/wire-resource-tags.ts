import type { ColumnLFTag, LFTagPair } from '@aws-sdk/client-lakeformation'
import type { ResourceTags, VisibleTag } from '../../contexts/governance/index.ts'

export function wirePairs(catalogId: string, tags: readonly VisibleTag[]): LFTagPair[] {
  return tags.map(({ key, value }) => ({ CatalogId: catalogId, TagKey: key, TagValues: [value] }))
}

export function wireResourceTags(
  catalogId: string,
  tags: ResourceTags,
): { LFTagOnDatabase: LFTagPair[]; LFTagsOnTable: LFTagPair[]; LFTagsOnColumns: ColumnLFTag[] } {
  return {
    LFTagOnDatabase: wirePairs(catalogId, tags.database),
    LFTagsOnTable: wirePairs(catalogId, tags.table),
    LFTagsOnColumns: tags.columns.map((column) => ({
      Name: column.name,
      LFTags: wirePairs(catalogId, column.tags),
    })),
  }
}
