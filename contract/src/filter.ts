import { Type } from 'typebox'
import { InDataset } from './requests.ts'
import { Done } from './values.ts'

/** What Lake Formation’s own calls have no word for. */
export const filterOperations = {
  deleteDataFilter: {
    summary: 'Delete a data filter; by force also where it is granted, with its grants',
    params: Type.Object({ ...InDataset.properties, filter: Type.String() }),
    body: Type.Object({ force: Type.Optional(Type.Boolean()) }, { additionalProperties: false }),
    answer: Done,
  },
}
