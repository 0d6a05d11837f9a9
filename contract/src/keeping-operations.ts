import * as adoption from './adoption.ts'
import * as maintenance from './maintenance.ts'
import { InAccount, InDataset, List } from './requests.ts'
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

  runMaintenance: {
    summary: 'Look after a dataset now',
    params: InDataset,
    body: maintenance.RunMaintenance,
    answer: maintenance.MaintenanceRun,
  },
  getMaintenance: {
    summary: 'How a dataset is looked after, and how it went last',
    params: InDataset,
    answer: maintenance.Maintenance,
  },
  listMaintenance: {
    summary: 'How a dataset was looked after',
    params: InDataset,
    query: List,
    answer: maintenance.MaintenanceRuns,
  },
  setMaintenanceDefaults: {
    summary: 'Set what counts for tables of an account that do not say it themselves',
    params: InAccount,
    body: maintenance.MaintenanceDefaults,
    answer: Done,
  },
}
