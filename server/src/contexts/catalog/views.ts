/** What may be done with views; each has its documentation in its own file. */
export { createView } from './operations/create-view.ts'
export { dropView } from './operations/drop-view.ts'
export { listViews } from './operations/list-views.ts'
export { loadView } from './operations/load-view.ts'
export { registerView } from './operations/register-view.ts'
export { renameView } from './operations/rename-view.ts'
export { replaceView } from './operations/replace-view.ts'
