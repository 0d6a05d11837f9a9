// What people and jobs say of datasets; each has its documentation in its own file.
export { announceDataset } from './operations/announce-dataset.ts'
export { deprecateDataset } from './operations/deprecate-dataset.ts'
export { describeDataset } from './operations/describe-dataset.ts'
export { noticesOf } from './operations/notices-of.ts'
export { readLineage } from './operations/read-lineage.ts'
export { recordLineage } from './operations/record-lineage.ts'
export { reinstateDataset } from './operations/reinstate-dataset.ts'
export { withdrawAnnouncement } from './operations/withdraw-announcement.ts'
