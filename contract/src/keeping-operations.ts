import * as adoption from './adoption.ts'
import { List } from './requests.ts'
import { Done, Id } from './values.ts'

/** How tables come of files that are there, and how they are kept. */
export const keepingOperations = {
  adoptDataset: {
    summary: 'Make Parquet files a dataset where they lie, or add new ones to it',
    body: adoption.AdoptDataset,
    answer: Id,
  },
  listAdoptions: {
    summary: 'One’s own adoptions, the newest first',
    query: List,
    answer: adoption.Adoptions,
  },
  getAdoption: { summary: 'One adoption', params: Id, answer: adoption.AdoptionDetail },
  cancelAdoption: { summary: 'Cancel an adoption', params: Id, answer: Done },
}
