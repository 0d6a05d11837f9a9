import type { ComputeDeps } from './deps.ts'
import type { Publishing } from './face.ts'
import { addVersion } from './operations/add-version.ts'
import { createConstraint } from './operations/create-constraint.ts'
import { createPortfolio } from './operations/create-portfolio.ts'
import { createProduct } from './operations/create-product.ts'
import { deleteConstraint } from './operations/delete-constraint.ts'
import { deletePortfolio } from './operations/delete-portfolio.ts'
import { deleteProduct } from './operations/delete-product.ts'
import { deleteVersion } from './operations/delete-version.ts'
import { getConstraint } from './operations/get-constraint.ts'
import { getOwnProduct } from './operations/get-own-product.ts'
import { getPortfolio } from './operations/get-portfolio.ts'
import { listConstraints } from './operations/list-constraints.ts'
import { listOwnProducts } from './operations/list-own-products.ts'
import { listPortfolios } from './operations/list-portfolios.ts'
import { listPrincipals } from './operations/list-principals.ts'
import { setAdmission } from './operations/set-admission.ts'
import { setProductPlace } from './operations/set-product-place.ts'
import { updateVersion } from './operations/update-version.ts'

/** What the platform teams of accounts do with the service catalogue. */
export function createPublishing(deps: ComputeDeps): Publishing {
  return {
    createPortfolio: (caller, wish) => createPortfolio(deps, caller, wish),
    getPortfolio: (caller, id) => getPortfolio(deps, caller, id),
    listPortfolios: (caller) => listPortfolios(deps, caller),
    deletePortfolio: (caller, id) => deletePortfolio(deps, caller, id),
    createProduct: (caller, wish) => createProduct(deps, caller, wish),
    addVersion: (caller, wish) => addVersion(deps, caller, wish),
    updateVersion: (caller, wish) => updateVersion(deps, caller, wish),
    deleteVersion: (caller, wanted) => deleteVersion(deps, caller, wanted),
    getOwnProduct: (caller, wanted) => getOwnProduct(deps, caller, wanted),
    listOwnProducts: (caller, search) => listOwnProducts(deps, caller, search),
    deleteProduct: (caller, id) => deleteProduct(deps, caller, id),
    setProductPlace: (caller, place) => setProductPlace(deps, caller, place),
    setAdmission: (caller, admission) => setAdmission(deps, caller, admission),
    listPrincipals: (caller, id) => listPrincipals(deps, caller, id),
    createConstraint: (caller, wish) => createConstraint(deps, caller, wish),
    getConstraint: (caller, id) => getConstraint(deps, caller, id),
    listConstraints: (caller, of) => listConstraints(deps, caller, of),
    deleteConstraint: (caller, id) => deleteConstraint(deps, caller, id),
  }
}
