import {
  CreatePortfolio$,
  CreateProduct$,
  CreateProvisionedProductPlan$,
  ExecuteProvisionedProductPlan$,
  UpdateProvisionedProduct$,
} from '@aws-sdk/client-service-catalog'
import type { OperationTable } from '../shared/operation.ts'
import { describeProduct } from './describe-product.ts'
import { describeProvisioningParameters } from './describe-provisioning-parameters.ts'
import { describeRecord } from './describe-record.ts'
import { listLaunchPaths } from './list-launch-paths.ts'
import type { ServiceCatalogDeps } from './operation.ts'
import { provisionProduct } from './provision-product.ts'
import { searchProducts } from './search-products.ts'
import { searchProvisionedProducts } from './search-provisioned-products.ts'
import { terminateProvisionedProduct } from './terminate-provisioned-product.ts'

export const serviceCatalogOperations: OperationTable<ServiceCatalogDeps> = {
  served: [
    searchProducts,
    describeProduct,
    listLaunchPaths,
    describeProvisioningParameters,
    provisionProduct,
    describeRecord,
    terminateProvisionedProduct,
    searchProvisionedProducts,
  ],
  refused: [
    {
      reason: 'the products are the platform’s own cluster recipes',
      operations: [CreateProduct$, CreatePortfolio$],
    },
    {
      reason: 'a cluster keeps the size that it was created with',
      operations: [UpdateProvisionedProduct$],
    },
    {
      reason: 'products are provisioned at once, without a plan',
      operations: [CreateProvisionedProductPlan$, ExecuteProvisionedProductPlan$],
    },
  ],
}
