// What people and jobs say of datasets; each has its documentation in its own file.
export { readLineage } from './operations/read-lineage.ts'
export { recordLineage } from './operations/record-lineage.ts'
