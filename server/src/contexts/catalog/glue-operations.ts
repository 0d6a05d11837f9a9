// What Glue's clients do beyond Iceberg's; each has its documentation in its own file.
export { createExternalTable } from './operations/create-external-table.ts'
export { createPartitions } from './operations/create-partitions.ts'
export { deletePartitions } from './operations/delete-partitions.ts'
export { getPartitions } from './operations/get-partitions.ts'
export { listPartitions } from './operations/list-partitions.ts'
export { replaceDatabase } from './operations/replace-database.ts'
export { updateExternalTable } from './operations/update-external-table.ts'
export { updatePartitions } from './operations/update-partitions.ts'
