export * from './app-vi-4c8af74e.js?again';
