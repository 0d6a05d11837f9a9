import {
  ListRecordHistory$,
  type ListRecordHistoryInput,
  type ListRecordHistoryOutput,
} from '@aws-sdk/client-service-catalog'
import { invalidRequest } from '../shared/wire.ts'
import { catalogOperation } from './operation.ts'
import { pageOf, recordDetail } from './shapes.ts'

const PAGE_SIZE_MAX = 20 // Service Catalog API: PageSize.

export const listRecordHistory = catalogOperation<ListRecordHistoryInput, ListRecordHistoryOutput>({
  schema: ListRecordHistory$,
  async run({ compute }, caller, { SearchFilter, PageSize, PageToken }) {
    const page = pageOf({ PageSize, PageToken }, PAGE_SIZE_MAX)
    const found = await compute.listRecords(caller, { ...page, ...filterOf(SearchFilter) })
    return {
      RecordDetails: found.map(recordDetail),
      NextPageToken:
        found.length === page.countMax ? String(page.offset + page.countMax) : undefined,
    }
  },
})

function filterOf(filter: ListRecordHistoryInput['SearchFilter']) {
  const { Key, Value } = filter ?? {}
  if (Key === undefined) return {}
  if (Key === 'product') return { productId: Value ?? '' }
  if (Key === 'provisionedproduct') return { provisionedProductId: Value ?? '' }
  const problem = `SearchFilter.Key "${Key}" is not product or provisionedproduct`
  throw invalidRequest({ problems: [problem] })
}
