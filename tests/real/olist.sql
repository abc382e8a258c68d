-- Each order's items against its payments, straight from the files, for psql with the variable folder.  Gives kind,
-- order and what remains.  Nothing here knows the program that it is compared with.
\set ON_ERROR_STOP on
set client_min_messages = warning;
create schema straight;
create table straight.item (order_id text, order_item_id text, product_id text, seller_id text,
	shipping_limit_date text, price text, freight_value text);
create table straight.payment (order_id text, payment_sequential text, payment_type text, payment_installments text,
	payment_value text);
\cd :folder
\copy straight.item from 'olist_order_items_dataset.csv' with (format csv, header)
\copy straight.payment from 'olist_order_payments_dataset.csv' with (format csv, header)

select case when paid is null then 'unexpected' when bought is null then 'missing' else 'residual' end as kind,
	order_id, case when paid is null then bought else coalesce(bought, 0) - paid end as remains
from (select order_id, sum(price::numeric + freight_value::numeric) as bought from straight.item group by 1) i
full join (select order_id, sum(payment_value::numeric) as paid from straight.payment group by 1) p
	using (order_id)
where coalesce(bought, 0) <> coalesce(paid, 0)
order by order_id;
