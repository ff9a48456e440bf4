export * from './app-vi-c5341878.js?again';
