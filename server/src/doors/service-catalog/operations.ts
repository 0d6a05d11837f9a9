import {
  CreateProvisionedProductPlan$,
  ExecuteProvisionedProductPlan$,
} from '@aws-sdk/client-service-catalog'
import type { OperationTable } from '../shared/operation.ts'
import { associatePrincipalWithPortfolio } from './associate-principal-with-portfolio.ts'
import { associateProductWithPortfolio } from './associate-product-with-portfolio.ts'
import { createConstraint } from './create-constraint.ts'
import { createPortfolio } from './create-portfolio.ts'
import { createProduct } from './create-product.ts'
import { createProvisioningArtifact } from './create-provisioning-artifact.ts'
import { deleteConstraint } from './delete-constraint.ts'
import { deletePortfolio } from './delete-portfolio.ts'
import { deleteProduct } from './delete-product.ts'
import { deleteProvisioningArtifact } from './delete-provisioning-artifact.ts'
import { describeConstraint } from './describe-constraint.ts'
import { describePortfolio } from './describe-portfolio.ts'
import { describeProduct } from './describe-product.ts'
import { describeProductAsAdmin } from './describe-product-as-admin.ts'
import { describeProvisioningParameters } from './describe-provisioning-parameters.ts'
import { describeRecord } from './describe-record.ts'
import { disassociatePrincipalFromPortfolio } from './disassociate-principal-from-portfolio.ts'
import { disassociateProductFromPortfolio } from './disassociate-product-from-portfolio.ts'
import { listConstraintsForPortfolio } from './list-constraints-for-portfolio.ts'
import { listLaunchPaths } from './list-launch-paths.ts'
import { listPortfolios } from './list-portfolios.ts'
import { listPrincipalsForPortfolio } from './list-principals-for-portfolio.ts'
import { listRecordHistory } from './list-record-history.ts'
import type { ServiceCatalogDeps } from './operation.ts'
import { provisionProduct } from './provision-product.ts'
import { searchProducts } from './search-products.ts'
import { searchProductsAsAdmin } from './search-products-as-admin.ts'
import { searchProvisionedProducts } from './search-provisioned-products.ts'
import { terminateProvisionedProduct } from './terminate-provisioned-product.ts'
import { updateProvisionedProduct } from './update-provisioned-product.ts'
import { updateProvisioningArtifact } from './update-provisioning-artifact.ts'

export const serviceCatalogOperations: OperationTable<ServiceCatalogDeps> = {
  served: [
    searchProducts,
    describeProduct,
    listLaunchPaths,
    describeProvisioningParameters,
    provisionProduct,
    describeRecord,
    updateProvisionedProduct,
    terminateProvisionedProduct,
    listRecordHistory,
    searchProvisionedProducts,
    createPortfolio,
    describePortfolio,
    listPortfolios,
    deletePortfolio,
    createProduct,
    createProvisioningArtifact,
    updateProvisioningArtifact,
    deleteProvisioningArtifact,
    describeProductAsAdmin,
    searchProductsAsAdmin,
    deleteProduct,
    associateProductWithPortfolio,
    disassociateProductFromPortfolio,
    associatePrincipalWithPortfolio,
    disassociatePrincipalFromPortfolio,
    listPrincipalsForPortfolio,
    createConstraint,
    describeConstraint,
    listConstraintsForPortfolio,
    deleteConstraint,
  ],
  refused: [
    {
      reason: 'products are provisioned at once, without a plan',
      operations: [CreateProvisionedProductPlan$, ExecuteProvisionedProductPlan$],
    },
  ],
}
