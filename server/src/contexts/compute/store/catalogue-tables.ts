import type { Generated, JSONColumnType } from 'kysely'
import type { Product, ProductVersion } from '../model/product.ts'

interface PortfoliosTable {
  id: string
  /** Null: the platform’s own. */
  accountId: string | null
  name: string
  providerName: string
  description: string | null
  tags: JSONColumnType<Record<string, string>>
  token: string
  createdBy: string
  createdAt: Date
}

/** Members that nobody looks products up by. */
export type ProductFacts = Pick<Product, 'description' | 'distributor' | 'support' | 'tags'>

interface ProductsTable {
  id: string
  accountId: string | null
  name: string
  owner: string
  facts: JSONColumnType<ProductFacts>
  token: string
  createdBy: string
  createdAt: Date
}

interface ProductVersionsTable {
  id: string
  productId: string
  name: string
  description: string | null
  template: JSONColumnType<Record<string, unknown>>
  token: string
  createdAt: Date
  active: Generated<boolean>
  guidance: Generated<ProductVersion['guidance']>
}

interface PortfolioProductsTable {
  portfolioId: string
  productId: string
}

interface PortfolioPrincipalsTable {
  portfolioId: string
  principalArn: string
}

interface LaunchConstraintsTable {
  id: string
  accountId: string
  portfolioId: string
  productId: string
  roleArn: string
  parameters: string
  description: string | null
  token: string
  createdBy: string
  createdAt: Date
}

declare module '../../../foundation/sql.ts' {
  interface Tables {
    'compute.portfolios': PortfoliosTable
    'compute.products': ProductsTable
    'compute.productVersions': ProductVersionsTable
    'compute.portfolioProducts': PortfolioProductsTable
    'compute.portfolioPrincipals': PortfolioPrincipalsTable
    'compute.launchConstraints': LaunchConstraintsTable
  }
}
