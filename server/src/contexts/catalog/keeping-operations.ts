// How tables come of files that are there, and how they are kept; each file has its documentation.
export { adoptTable } from './operations/adopt-table.ts'
export { cancelAdoption } from './operations/cancel-adoption.ts'
export { getAdoption } from './operations/get-adoption.ts'
export { getMaintenance } from './operations/get-maintenance.ts'
export { listAdoptions } from './operations/list-adoptions.ts'
export { listMaintenance } from './operations/list-maintenance.ts'
export { runTableMaintenance as runMaintenance } from './operations/run-maintenance.ts'
export { setMaintenanceDefaults } from './operations/set-maintenance-defaults.ts'
