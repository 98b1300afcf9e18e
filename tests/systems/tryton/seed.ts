import { day, decimal, type Rpc } from './rpc.ts';

/** Who and what the tests know of. Ids as the server gave them. */
export interface Seeded {
  company: number;
  /** A company with a named contact, orders, invoices (one overdue) and a credit limit. */
  norte: number;
  /** A private person: a party with an address of her own and nothing that looks like a company. */
  yulia: number;
  product: number;
  warehouse: number;
  /** Oldest first. */
  orders: number[];
  /** Of the orders that were invoiced, oldest first. */
  invoices: number[];
  /** Signs in as `rita`; sees parties and products alone. */
  rita: { login: string; password: string };
}

/** A small trading company with everything an order needs: accounts, periods, a product in stock, two customers, three orders. */
export async function seed(rpc: Rpc): Promise<Seeded> {
  const make = makerOf(rpc);
  const euro = await make('currency.currency', {
    name: 'Euro',
    code: 'EUR',
    symbol: '€',
    digits: 2,
    rounding: decimal('0.01'),
    rates: [['create', [{ date: { ...day(), year: 2020, month: 1, day: 1 }, rate: decimal('1') }]]],
  });
  const own = await make('party.party', { name: 'Demo Handel GmbH' });
  const company = await make('company.company', { party: own, currency: euro });
  await rpc('model.res.user.write', [rpc.userId], { companies: [['add', [company]]], company });
  rpc.context = { ...rpc.context, company };
  const accounts = await chartOfAccounts(rpc, company);
  await openYear(rpc, company);
  const term = await make('account.invoice.payment_term', {
    name: '30 days',
    lines: [['create', [{ type: 'remainder', relativedeltas: [['create', [{ days: 30 }]]] }]]],
  });
  const goods = await productInStock(rpc, company, euro, accounts);
  const norte = await make('party.party', {
    name: 'Llantas del Norte S.A. de C.V.',
    customer_payment_term: term,
    credit_limit_amount: decimal('5000'),
    identifiers: [['create', [{ code: 'LNO-980612-QX1' }]]],
    addresses: [['create', [{ street: 'Av. Constitución 400', city: 'Monterrey', postal_code: '64000' }]]],
    contact_mechanisms: [
      [
        'create',
        [
          { type: 'website', value: 'https://www.llantasnorte.mx' },
          { type: 'email', value: 'facturas@llantasnorte.mx' },
          { type: 'email', value: 'ana.perez@llantasnorte.mx', name: 'Ana Pérez' },
          { type: 'mobile', value: '+52 81 1234 5678', name: 'Ana Pérez' },
        ],
      ],
    ],
  });
  const yulia = await make('party.party', {
    name: 'Юлия Смирнова 🌿',
    contact_mechanisms: [['create', [{ type: 'email', value: 'yulia.smirnova@example.org' }]]],
    addresses: [['create', [{ city: 'Казань' }]]],
  });
  const sell = sellerOf(rpc, { company, currency: euro, party: norte, payment_term: term, ...goods });
  const sold = [await sell(-60, 4, true), await sell(-5, 2, true), await sell(0, 10, false)];
  await make('ir.attachment', {
    name: 'Rahmenvertrag.pdf',
    resource: `party.party,${norte}`,
    data: { __class__: 'bytes', base64: btoa('%PDF-1.7') },
  });
  await make('ir.attachment', {
    name: 'Tracking',
    type: 'link',
    link: 'https://parcels.example/40',
    resource: `sale.sale,${sold[0]?.order}`,
  });
  const rita = { login: 'rita', password: 'sidelight-rita-1' };
  await make('res.user', { name: 'Rita Gómez', email: 'rita@example.org', ...rita });
  return {
    company,
    norte,
    yulia,
    product: goods.product,
    warehouse: goods.warehouse,
    orders: sold.map(({ order }) => order),
    invoices: sold.flatMap(({ invoices, isPosted }) => (isPosted ? invoices : [])),
    rita,
  };
}

/** Makes one record; its id. */
export function makerOf(rpc: Rpc) {
  return async (model: string, values: Record<string, unknown>): Promise<number> => {
    const [id] = (await rpc(`model.${model}.create`, [values])) as number[];
    if (id === undefined) throw new Error(`no ${model}`);
    return id;
  };
}

async function firstOf(rpc: Rpc, model: string, domain: unknown[]): Promise<number> {
  const [id] = (await rpc(`model.${model}.search`, domain, 0, 1, null)) as number[];
  if (id === undefined) throw new Error(`no ${model} for ${JSON.stringify(domain)}`);
  return id;
}

interface Accounts {
  revenue: number;
  expense: number;
}

/** The minimal chart that comes with the account module, through its wizard. */
async function chartOfAccounts(rpc: Rpc, company: number): Promise<Accounts> {
  const wizard = 'wizard.account.create_chart';
  const template = await firstOf(rpc, 'account.account.template', [['parent', '=', null]]);
  const [session] = (await rpc(`${wizard}.create`)) as [number];
  await rpc(`${wizard}.execute`, session, { account: { company, account_template: template } }, 'create_account');
  const account = (type: string) =>
    firstOf(rpc, 'account.account', [
      ['company', '=', company],
      [`type.${type}`, '=', true],
    ]);
  const properties = { company, account_receivable: await account('receivable'), account_payable: await account('payable') };
  await rpc(`${wizard}.execute`, session, { properties }, 'create_properties');
  await rpc(`${wizard}.delete`, session);
  return { revenue: await account('revenue'), expense: await account('expense') };
}

/** A year of periods on both sides of today, so that an invoice of sixty days ago has one whatever the day. */
async function openYear(rpc: Rpc, company: number): Promise<void> {
  const make = makerOf(rpc);
  const typed = async (name: string) => ({ company, sequence_type: await firstOf(rpc, 'ir.sequence.type', [['name', '=', name]]) });
  for (const year of [day().year - 1, day().year]) {
    const moves = await make('ir.sequence', { name: `Moves ${year}`, ...(await typed('Account Move')) });
    const numbers = await make('ir.sequence.strict', {
      name: `Invoices ${year}`,
      prefix: `R-${year}-`,
      padding: 4,
      ...(await typed('Invoice')),
    });
    const sequences = ['out_invoice', 'out_credit_note', 'in_invoice', 'in_credit_note'].map((kind) => [`${kind}_sequence`, numbers]);
    const fiscal = await make('account.fiscalyear', {
      name: String(year),
      company,
      start_date: { ...day(), year, month: 1, day: 1 },
      end_date: { ...day(), year, month: 12, day: 31 },
      post_move_sequence: moves,
      invoice_sequences: [['create', [{ company, ...Object.fromEntries(sequences) }]]],
    });
    await rpc('model.account.fiscalyear.create_period', [fiscal]);
  }
}

/** Forty pumps, arrived today. */
async function productInStock(rpc: Rpc, company: number, currency: number, { revenue, expense }: Accounts) {
  const make = makerOf(rpc);
  const unit = await firstOf(rpc, 'product.uom', [['name', '=', 'Unit']]);
  const category = await make('product.category', { name: 'Goods', accounting: true, account_revenue: revenue, account_expense: expense });
  const template = await make('product.template', {
    name: 'Pumpe Ø 40',
    code: 'P-40',
    type: 'goods',
    default_uom: unit,
    salable: true,
    sale_uom: unit,
    list_price: decimal('250'),
    account_category: category,
    products: [['create', [{ cost_price: decimal('120') }]]],
  });
  const product = await firstOf(rpc, 'product.product', [['template', '=', template]]);
  const place = (type: string) => firstOf(rpc, 'stock.location', [['type', '=', type]]);
  const arrival = await make('stock.move', {
    product,
    uom: unit,
    quantity: 40,
    from_location: await place('supplier'),
    to_location: await place('storage'),
    company,
    unit_price: decimal('120'),
    currency,
    planned_date: day(),
    effective_date: day(),
  });
  await rpc('model.stock.move.do', [arrival]);
  return { product, unit, warehouse: await place('warehouse') };
}

interface Deal {
  company: number;
  currency: number;
  party: number;
  payment_term: number;
  product: number;
  unit: number;
  warehouse: number;
}

/** An order of so many days ago, carried as far as its invoice. */
function sellerOf(rpc: Rpc, { product, unit, ...deal }: Deal) {
  return async (when: number, quantity: number, isPosted: boolean) => {
    const address = await firstOf(rpc, 'party.address', [['party', '=', deal.party]]);
    const order = await makerOf(rpc)('sale.sale', {
      ...deal,
      invoice_address: address,
      shipment_address: address,
      sale_date: day(when),
      invoice_method: 'order',
      shipment_method: 'order',
      reference: `PO ${-when}`,
      lines: [['create', [{ type: 'line', product, quantity, unit, unit_price: decimal('250') }]]],
    });
    for (const step of ['quote', 'confirm', 'process']) await rpc(`model.sale.sale.${step}`, [order]);
    const [row] = (await rpc('model.sale.sale.read', [order], ['invoices'])) as { invoices: number[] }[];
    const invoices = row?.invoices ?? [];
    if (isPosted) {
      await rpc('model.account.invoice.write', invoices, { invoice_date: day(when) });
      await rpc('model.account.invoice.post', invoices);
    }
    return { order, invoices, isPosted };
  };
}
